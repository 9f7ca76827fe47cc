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
use crate::lingua::tempo::{Forma, Tempo};
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
            let (bars, notes): (Vec<Vec<Bar>>, Vec<Option<String>>) =
                self.righe_fasi(obiettivo).into_iter().map(|row| (row.bars, row.note)).unzip();
            let mut bars: Vec<Bar> = bars.into_iter().flatten().collect();
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
                // Of a time that comes back all the certain days are marked, and the words say that it does. «Ogni sei mesi» names no day, and
                // only its words are there.
                let recurs = matches!(&term.lettura, Ok(lettura) if matches!(lettura.forma, Forma::Ricorrenza { .. }));
                let days: Vec<Giorno> = match recurs {
                    true => self.anni_di(obiettivo).into_iter().flat_map(|anno| term.giorni_certi(anno)).collect(),
                    false => term.scadenza(anno).into_iter().collect(),
                };
                note = recurs.then(|| straight(term.parola.trim()));
                let impreciso = !term.certo();
                bars.extend(days.into_iter().map(|a| Bar { da: None, a, impreciso }));
            }
            if bars.is_empty() && note.is_none() {
                let words: Vec<String> = notes.into_iter().flatten().collect();
                note = Some(words.join("; ")).filter(|words| !words.is_empty());
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

    /// The years of the plan in which an objective lasts.
    fn anni_di(&self, obiettivo: &Obiettivo) -> Vec<i16> {
        let first = obiettivo.inizio.as_ref().map(|inizio| inizio.value.anno());
        let last = obiettivo.ultimo_anno(self.set.anno());
        let lasts = |anno: &i16| first.is_none_or(|first| first <= *anno) && last.is_none_or(|last| *anno <= last);
        self.set.anni().filter(lasts).collect()
    }

    /// One row for each phase of an objective.
    pub(super) fn righe_fasi(&self, obiettivo: &Obiettivo) -> Vec<GanttRow> {
        let anni = self.anni_di(obiettivo);
        let momento = ultimo_momento(self.piano);
        obiettivo
            .fasi
            .iter()
            .zip(numeri(&obiettivo.fasi))
            .filter_map(|(fase, numero)| {
                let tempi = fase.value.tempi.as_ref()?;
                let (bars, note) = barre(tempi, self.set.anno(), &anni);
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

/// The bars of a time. A time without bars gives its words instead. `anno`: the year of the plan; `anni`: those in which what has the time
/// lasts.
fn barre(tempi: &PerAnno<Spanned<Tempo>>, anno: i16, anni: &[i16]) -> (Vec<Bar>, Option<String>) {
    let mut bars = Vec::new();
    let mut words = Vec::new();
    for (year, tempo) in tempi.iter() {
        let tempo = &tempo.value;
        // What comes back has its days in each of the years, and words that say so. «Ogni trimestre» names no days at all.
        let recurs = year.is_none() && tempo.senza_fine();
        let years = match (recurs, year) {
            (true, _) if tempo.in_tratti() => anni.to_vec(),
            (true, _) => vec![],
            (false, year) => vec![year.unwrap_or(anno)],
        };
        let mut found = false;
        for year in years {
            // A time that has a beginning alone ("dal 1° luglio") is drawn to the end of the year in which it begins.
            let end = |da: Option<Giorno>| Date::new(da.map_or(year, Giorno::anno), 12, 31).ok().map(Giorno);
            let impreciso = !tempo.certo();
            let days = tempo.intervalli(year).into_iter();
            let own: Vec<Bar> = days.filter_map(|i| Some(Bar { da: i.da, a: i.a.or(end(i.da))?, impreciso })).collect();
            found |= !own.is_empty();
            bars.extend(own);
        }
        if !found || tempo.senza_fine() {
            words.push(tempo.parola.clone());
        }
    }
    (bars, (!words.is_empty()).then(|| words.join("; ")))
}
