//! The view that draws phases on the months of the years: all the phases of one objective, or one line for each objective.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::base::span::Spanned;
use crate::conti::campi::scelti;
use crate::conti::performance::ultimo_momento;
use crate::document::drawing::{Bar, DrawingKind, Gantt, GanttRow};
use crate::document::*;
use crate::lingua::tempo::{Forma, Tempo, Unita};
use crate::piano::element::id::Id;
use crate::piano::element::misura::{PerAnno, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::{StatoFase, numeri};
use crate::piano::element::value::Dovuto;
use jiff::civil::Date;

impl<'a> Lower<'a> {
    pub(super) fn cronoprogramma(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        if let Some(one) = vista.obiettivo.as_ref().and_then(|word| self.index.named(&word.value)) {
            let obiettivo = self.obiettivo(one);
            let name = self.index.codice(one).unwrap_or(&obiettivo.titolo.value).to_owned();
            let rows = self.righe_fasi(obiettivo);
            let caption = caption.unwrap_or_else(|| self.say(&format!("Cronoprogramma di {name}"), span));
            self.push_gantt(anchor, Some(caption), rows, self.stato_dei_lavori(), span, out);
            return;
        }
        let mut rows = Vec::new();
        for pos in scelti(self.piano, self.index, vista) {
            let obiettivo = self.obiettivo(pos);
            let mut bars: Vec<Bar> = self.righe_fasi(obiettivo).into_iter().flat_map(|row| row.bars).collect();
            bars.sort_by_key(|bar| (bar.da.unwrap_or(bar.a), bar.a));
            bars.dedup();
            let mut note = None;
            if bars.is_empty()
                && let (Some(inizio), Some(fine)) = (&obiettivo.inizio, &obiettivo.fine)
            {
                bars.push(Bar { da: Some(inizio.value), a: fine.value, impreciso: false });
            }
            if bars.is_empty()
                && let Some(Dovuto::Valore(term)) = &obiettivo.scadenza
            {
                let (term, anno) = (&term.value, self.set.anno());
                // «Ogni sei mesi» names no day.
                let recurs = matches!(&term.lettura, Ok(lettura) if matches!(lettura.forma, Forma::Ricorrenza { .. }));
                let days: Vec<Giorno> = match recurs {
                    true => term.giorni_certi(anno).into_iter().collect(),
                    false => term.scadenza(anno).into_iter().collect(),
                };
                // Of a time that comes back the calendar marks one year, and the words say the rest.
                note = recurs.then(|| straight(term.parola.trim()));
                let impreciso = !term.certo();
                bars.extend(days.into_iter().map(|a| Bar { da: None, a, impreciso }));
            }
            if !bars.is_empty() || note.is_some() {
                let code = self.index.codice(pos).unwrap_or_default().to_owned();
                let (label, span) = (straight(&obiettivo.breve().value), obiettivo.titolo.span);
                rows.push(GanttRow { code, label, bars, fatto: None, note, span });
            }
        }
        let caption = caption.unwrap_or_else(|| self.say("Cronoprogramma degli obiettivi", span));
        self.push_gantt(anchor, Some(caption), rows, self.stato_dei_lavori(), span, out);
    }

    /// One row for each phase of an objective.
    pub(super) fn righe_fasi(&self, obiettivo: &Obiettivo) -> Vec<GanttRow> {
        let anno = self.set.anno();
        let momento = ultimo_momento(self.piano);
        obiettivo
            .fasi
            .iter()
            .zip(numeri(&obiettivo.fasi))
            .filter_map(|(fase, numero)| {
                let tempi = fase.value.tempi.as_ref()?;
                let (bars, note) = barre(tempi, anno);
                let label = self.plain_text(fase.value.testo);
                let measured = |momento| Some(fase.value.completamento.as_ref()?.al(momento)?.value);
                let whole = fase.value.stato == Some(StatoFase::Completata);
                let fatto = momento.and_then(|momento| measured(momento).or(whole.then_some(Percento::CENTO)));
                (!bars.is_empty() || note.is_some()).then_some(GanttRow {
                    code: numero,
                    label,
                    bars,
                    fatto,
                    note,
                    span: fase.span,
                })
            })
            .collect()
    }

    /// The day of the state of the work. In a report every drawing of the work tells it, also where nobody measured it: the same look
    /// means the same everywhere.
    pub(super) fn stato_dei_lavori(&self) -> Option<Giorno> {
        ultimo_momento(self.piano).map(|momento| self.set.giorno(momento))
    }

    /// Draws these rows over whole years, with the day of the state of the work where they are work. Nothing is drawn if no row can be placed on them.
    pub(super) fn push_gantt(
        &mut self,
        anchor: Option<Id>,
        caption: Option<Words>,
        rows: Vec<GanttRow>,
        stato: Option<Giorno>,
        span: Span,
        out: &mut Vec<Block>,
    ) {
        let days = || rows.iter().flat_map(|row| &row.bars).flat_map(|bar| [bar.da.unwrap_or(bar.a), bar.a]);
        let year = |day: Option<Giorno>| day.map(Giorno::anno);
        let (Some(first), Some(last)) = (year(days().min()), year(days().max())) else {
            if anchor.is_some() || caption.is_some() {
                let content = self.say("Nessuna fase con un periodo da mostrare nel calendario.", span);
                out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(content) });
            }
            return;
        };
        let (Ok(da), Ok(a)) = (Date::new(first, 1, 1), Date::new(last, 12, 31)) else { return };
        let gantt = Gantt { da: Giorno(da), a: Giorno(a), stato, rows };
        let alt = gantt.in_words();
        let kind = DrawingKind::Gantt(gantt);
        match caption {
            Some(caption) => self.push_drawing(anchor, caption, alt, kind, span, out),
            None => {
                let drawing = drawing::Drawing { number: None, caption: None, alt, kind };
                out.push(Block { anchor, span, kind: BlockKind::Drawing(drawing) });
            }
        }
    }
}

/// Gives the calendars of the cards of a chapter that take several years the same ones, so that they can be compared from one card to the
/// next. One that takes a year is compared with those of a year: over more it would be blank for the most part.
pub(in super::super) fn same_years(chapter: &mut Section) {
    fn of_blocks(blocks: &mut [Block], in_card: bool, visit: &mut dyn FnMut(&mut Gantt, &mut String)) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Drawing(Drawing { number: None, alt, kind: DrawingKind::Gantt(gantt), .. }) if in_card => {
                    visit(gantt, alt);
                }
                BlockKind::Card(card) => of_blocks(&mut card.blocks, true, visit),
                _ => {}
            }
        }
    }
    fn of_section(section: &mut Section, visit: &mut dyn FnMut(&mut Gantt, &mut String)) {
        of_blocks(&mut section.blocks, false, visit);
        section.children.iter_mut().for_each(|child| of_section(child, visit));
    }
    let mut years: Option<(Giorno, Giorno)> = None;
    let several = |gantt: &Gantt| gantt.da.anno() != gantt.a.anno();
    of_section(chapter, &mut |gantt, _| {
        if !several(gantt) {
            return;
        }
        let (da, a) = years.unwrap_or((gantt.da, gantt.a));
        years = Some((da.min(gantt.da), a.max(gantt.a)));
    });
    if let Some((da, a)) = years {
        of_section(chapter, &mut |gantt, alt| {
            if several(gantt) {
                (gantt.da, gantt.a) = (da, a);
                *alt = gantt.in_words();
            }
        });
    }
}

/// The bars of a time. A time without bars gives its words instead.
fn barre(tempi: &PerAnno<Spanned<Tempo>>, anno: i16) -> (Vec<Bar>, Option<String>) {
    let mut bars = Vec::new();
    let mut words = Vec::new();
    for (year, tempo) in tempi.iter() {
        let intervals = tempo.value.intervalli(year.unwrap_or(anno));
        let impreciso = tempo.value.lettura.as_ref().is_ok_and(|read| read.impreciso);
        if intervals.is_empty() || year.is_none() && ogni_anno(&tempo.value) {
            words.push(tempo.value.parola.clone());
        }
        // A time that has a beginning alone ("dal 1° luglio") is drawn to the end of the year in which it begins.
        let end = |da: Option<Giorno>| {
            let year = da.map_or(year.unwrap_or(anno), Giorno::anno);
            Date::new(year, 12, 31).ok().map(Giorno)
        };
        bars.extend(intervals.into_iter().filter_map(|i| Some(Bar { da: i.da, a: i.a.or(end(i.da))?, impreciso })));
    }
    (bars, (!words.is_empty()).then(|| words.join("; ")))
}

/// Whether a time comes back every year on the same days, of which the calendar marks those of one.
fn ogni_anno(tempo: &Tempo) -> bool {
    matches!(&tempo.lettura, Ok(lettura) if matches!(
        &lettura.forma,
        Forma::Ricorrenza { cadenza, dentro, .. } if cadenza.unita == Unita::Anno && !dentro.is_empty()
    ))
}
