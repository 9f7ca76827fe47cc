//! The calendar of the monitoring: a drawing of the year, then the same days in order, with those that the law sets.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::conti::campi::scelti;
use crate::conti::rischi::{Chiamato, Rischi};
use crate::document::drawing::{Bar, GanttRow};
use crate::document::*;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::monitoraggio::Monitoraggio;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::piano_tipo::Profilo;
use jiff::civil::Date;

/// The days that the law sets for the plan, every year: month, day, what falls due, whether small bodies owe it too.
const DI_LEGGE: [(i8, i8, &str, bool); 2] = [
    (1, 31, "Approvazione del piano del nuovo triennio, se il bilancio non è rinviato", true),
    (6, 30, "Relazione sulla performance dell’anno prima", false),
];

/// A day of the calendar: that of a monitoring, or one that the law sets.
type Data = (Giorno, Option<Pos<Monitoraggio>>, &'static str);

impl<'a> Lower<'a> {
    pub(super) fn calendario_monitoraggio(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, mut anchor, caption, out } = asked;
        let span = vista.span;
        let anno = self.set.anno();
        let shown = scelti::<Monitoraggio>(self.piano, self.index, vista);
        let anni: Vec<i16> = self.set.anni().collect();
        let mut rows = Vec::new();
        let mut dated: Vec<Data> = Vec::new();
        let mut undated: Vec<(String, Pos<Monitoraggio>)> = Vec::new();
        let mut recurs = false;
        for pos in shown {
            let m = &self.piano[pos].value;
            let days = m.giorni(anno);
            dated.extend(days.iter().map(|day| (*day, Some(pos), "")));
            let bars = days.into_iter().map(|a| Bar { da: None, a, impreciso: false }).collect::<Vec<_>>();
            let sections: Vec<&str> = m.sezioni.iter().map(|sezione| sezione.value.trim()).collect();
            // What recurs without a day, follows an event or is of another year is told in words.
            let elsewhere =
                m.tempi.0.iter().map(|tempo| &tempo.value).filter(|tempo| tempo.giorni_certi(anno).is_empty());
            let words: Vec<String> = elsewhere.map(|tempo| straight(tempo.parola.trim())).collect();
            let note = Some(words.join("; ")).filter(|words| !words.is_empty());
            undated.extend(m.senza_giorno(anno, &anni).into_iter().map(|words| (straight(words), pos)));
            dated.extend(m.giorni_di_altri_anni(anno, &anni).into_iter().map(|day| (day, Some(pos), "")));
            recurs |=
                m.tempi.0.iter().any(|tempo| tempo.value.senza_anno() && !tempo.value.giorni_certi(anno).is_empty());
            let label = straight(&m.titolo.value);
            rows.push(GanttRow {
                code: sections.join(", "),
                label,
                bars,
                fatto: None,
                note,
                span: self.piano[pos].span,
            });
        }
        let mut caption = caption;
        let common = self.say(&format!("Il calendario del monitoraggio, {anno}"), span);
        if dated.is_empty() && undated.is_empty() {
            self.nulla(
                Asked { vista, anchor, caption: Some(caption.unwrap_or(common)), out },
                "Nessun monitoraggio ha un giorno da mostrare.",
            );
            return;
        }
        if rows.iter().any(|row| !row.bars.is_empty()) {
            self.push_gantt(anchor.take(), Some(caption.take().unwrap_or(common)), rows, None, span, out);
        }
        let whole = self.set.profilo() == Profilo::Ordinario;
        for (mese, giorno, words, small) in DI_LEGGE {
            let day = Date::new(anno, mese, giorno).ok().map(Giorno).filter(|_| small || whole);
            dated.extend(day.map(|day| (day, None, words)));
        }
        dated.sort();
        let mut table = self.tabella_monitoraggio(&dated, &undated, anchor.as_ref(), span);
        // Without a drawing the words of the author stand over the table.
        if caption.is_some() {
            table.caption = caption;
        }
        let note = self.spiega_sigle(&table.rows);
        out.push(Block { anchor, span, kind: BlockKind::Table(table) });
        note.into_iter().for_each(|note| self.nota_sotto(note, span, out));
        let others: Vec<String> =
            anni.iter().filter(|other| **other != anno).map(|other| format!("nel {other}")).collect();
        if recurs && !others.is_empty() {
            let words = format!(
                "Ciò di cui il piano non scrive l’anno torna negli stessi giorni anche {}.",
                others.join(" e ")
            );
            self.nota_sotto(&words, span, out);
        }
    }

    /// The days in order, then what has no certain day, in its words.
    fn tabella_monitoraggio(
        &mut self,
        dated: &[Data],
        undated: &[(String, Pos<Monitoraggio>)],
        anchor: Option<&Id>,
        span: Span,
    ) -> Table {
        let rischi = Rischi::di(self.piano, self.index);
        let header = [
            ("Entro", Profile::Data),
            ("Che cosa", Profile::Testo),
            ("Sezioni", Profile::Testo),
            ("Chi", Profile::Testo),
            ("Documento", Profile::Testo),
        ];
        let mut rows = Vec::with_capacity(dated.len() + undated.len());
        let mut all: Vec<(Cell, Option<Pos<Monitoraggio>>, &str)> = Vec::with_capacity(dated.len() + undated.len());
        all.extend(
            dated.iter().map(|(day, pos, words)| (Cell::new(self.say(&day.to_string(), span), *day), *pos, *words)),
        );
        let told = |(words, pos): &(String, Pos<Monitoraggio>)| {
            (Cell::new(self.say(words, span), Value::Nothing).and("quando", words.as_str()), Some(*pos), "")
        };
        all.extend(undated.iter().map(told));
        for (when, which, words) in all {
            let Some(pos) = which else {
                let dash = || Cell::new(self.say("–", span), Value::Nothing);
                let what = self.say(&format!("{words} (termine di legge)"), span);
                rows.push(Row::new([when, what.into(), dash(), dash(), dash()], span));
                continue;
            };
            let record = &self.piano[pos];
            let (m, place) = (&record.value, record.span);
            let chi: Vec<Chiamato> = m.responsabili.iter().filter_map(|chi| rischi.chiamato(chi)).collect();
            let who = self.breve(rischi.valore(&chi, place));
            let sections: Vec<&str> = m.sezioni.iter().map(|sezione| sezione.value.trim()).collect();
            let document = m.documento.as_ref().map_or_else(|| "–".to_owned(), |words| straight(&words.value));
            let title = straight(&m.titolo.value);
            let name = self.listed(pos, &title, place);
            let chi = self.cella(&who, place);
            let name = self.aggiunto(place, Kind::Monitoraggio.info().noun, name);
            let cells = [
                self.rivista(place, &["tempi"], when),
                self.rivista(place, &["titolo"], Cell::new(name, title.as_str())),
                self.rivista(place, &["sezioni"], self.say(&sections.join(", "), place).into()),
                self.rivista(place, &["responsabili"], chi),
                self.rivista(place, &["documento"], self.say(&document, place).into()),
            ];
            rows.push(Row::new(cells, place));
        }
        let caption = self.say("Il monitoraggio, in ordine di giorno", span);
        let number = self.table_number(true, anchor);
        let columns = self.columns(&header, span);
        // Several things may fall on one day, so no cell names its row.
        Table { number, caption: Some(caption), columns, rows, row_headers: false, registro: None }
    }

    /// The days of the monitoring for the calendar file, where a view shows them and the text has a place to lead to.
    pub(in crate::lower) fn eventi_monitoraggio(&self) -> Vec<Evento> {
        let publisher = Id::slug(&self.set.ente.nome.value);
        let rischi = Rischi::di(self.piano, self.index);
        let mut out = Vec::new();
        for (pos, record) in self.piano.elementi.each::<Monitoraggio>() {
            let Some(id) = self.stampato(pos) else { continue };
            let m = &record.value;
            for anno in self.set.anni() {
                for (ordinal, day) in (1..).zip(m.giorni(anno)) {
                    let strumento = match &m.strumento {
                        Some(crate::piano::element::value::Dovuto::Valore(words)) => Some(straight(&words.value)),
                        _ => None,
                    };
                    let who = m.responsabili.iter().filter_map(|chi| rischi.chiamato(chi));
                    let who: Vec<String> = who.filter_map(|chi| self.nome_di(chi)).collect();
                    let words = [strumento, Some(who.join("; ")).filter(|words| !words.is_empty())];
                    out.push(Evento {
                        uid: format!("{id}-{anno}-{ordinal}@{publisher}.piao"),
                        scheda: id.clone(),
                        titolo: straight(&m.titolo.value),
                        testo: words.into_iter().flatten().collect::<Vec<_>>().join("\n"),
                        luogo: straight(&self.set.ente.nome.value),
                        da: day,
                        a: day,
                        certo: true,
                    });
                }
            }
        }
        out
    }

    /// The name of who does something.
    fn nome_di(&self, chi: Chiamato) -> Option<String> {
        match chi {
            Chiamato::Unita(unita) => Some(self.label(unita).0),
            Chiamato::Incarico(incarico) => Some(self.label(incarico).0),
            Chiamato::Tutte => Some(crate::conti::rischi::TUTTE.to_owned()),
            Chiamato::Rpct => Some("RPCT".to_owned()),
        }
    }
}
