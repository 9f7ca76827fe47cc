//! The view of the calendar of the exchanges: a drawing of the months, a table with the same dates, and a list of what has
//! no date yet.

use super::super::quotes::straight;
use super::scambi::quando;
use super::{Asked, Lower};
use crate::base::giorno::{Giorno, nome_mese};
use crate::base::span::Span;
use crate::conti::campi::scelti;
use crate::document::drawing::{Calendar, CalendarRow, DrawingKind, Month, Sure};
use crate::document::*;
use crate::piano::element::ente::Ente;
use crate::piano::element::id::Id;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::scheda_scambio::SchedaScambio;
use crate::piano::element::scheda_scambio::disponibilita::{Disponibilita, Giorni, StatoData};
use crate::piano::vista::Vista;
use std::collections::BTreeMap;

/// The longest calendar, in months, that shows every month. A longer one leaves out the months in which nothing happens.
const FITTI: usize = 18;

impl<'a> Lower<'a> {
    pub(super) fn calendario(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let anno = self.set.anno();
        let shown = scelti(self.piano, self.index, vista);
        let mut dated: Vec<(Giorni, Pos<SchedaScambio>, &'a Disponibilita)> = Vec::new();
        let mut undated: BTreeMap<Pos<SchedaScambio>, Vec<&'a Disponibilita>> = BTreeMap::new();
        let mut rows: Vec<(Pos<SchedaScambio>, Sure, Vec<Giorni>)> = Vec::new();
        for n in shown {
            let scheda = self.scheda(n);
            let mut by_state: BTreeMap<Sure, Vec<Giorni>> = BTreeMap::new();
            for d in scheda.disponibilita.iter().map(|d| &d.value) {
                let days = d.giorni(anno);
                if days.is_empty() {
                    undated.entry(n).or_default().push(d);
                } else {
                    by_state.entry(sure(d.stato())).or_default().extend(&days);
                    dated.extend(days.into_iter().map(|days| (days, n, d)));
                }
                by_state.entry(Sure::Open).or_default().extend(d.finestra(anno));
            }
            rows.extend(by_state.into_iter().filter(|(_, days)| !days.is_empty()).map(|(s, days)| (n, s, days)));
        }
        dated.sort_by_key(|(days, n, _)| (*days, *n));
        if dated.is_empty() && undated.is_empty() {
            let content = self.say("Nessuna scheda di scambio ha date da mostrare nel calendario.", span);
            out.push(Block { anchor, span, kind: BlockKind::Paragraph(content) });
            return;
        }
        let months = self.mesi(&rows);
        let caption = caption.unwrap_or_else(|| self.say("Le date degli scambi", span));
        let mut anchor = anchor;
        if let (Some(first), Some(last)) = (months.first(), months.last()) {
            let name = |month: &Month| format!("{} {}", nome_mese(month.mese), month.anno);
            let alt = format!(
                "Calendario da {} a {}: una riga per mese, una colonna per giorno.{}",
                name(first),
                name(last),
                self.nella_tabella("Le stesse date", !dated.is_empty())
            );
            self.push_drawing(
                anchor.take(),
                caption.clone(),
                alt,
                DrawingKind::Calendar(Calendar { months }),
                span,
                out,
            );
        }
        if !dated.is_empty() {
            self.calendario = true;
            self.tabella_date(vista, &dated, anchor.take(), out);
            let mut line = self.say("Le date si possono aggiungere alla propria agenda con il file ", span);
            let name = self.say(FILE_ICS, span);
            line.push(Inline::Link { url: FILE_ICS.into(), content: name });
            line.extend(self.say(", che sta nel sito di questa pubblicazione.", span));
            out.push(Block { anchor: None, span, kind: BlockKind::Paragraph(line) });
        }
        if !undated.is_empty() {
            let words = self.say("Ancora da fissare:", span);
            out.push(Block { anchor: anchor.take(), span, kind: BlockKind::Paragraph(vec![Inline::Strong(words)]) });
            let mut items = Vec::with_capacity(undated.len());
            for (n, dates) in undated {
                let mut line = self.pratica_di(n, span);
                let words: Vec<String> = dates
                    .into_iter()
                    .map(|d| match d.note() {
                        note if note.is_empty() => quando(d),
                        note => format!("{} ({})", quando(d), straight(&note)),
                    })
                    .collect();
                line.extend(self.say(&format!(": {}", words.join("; ")), span));
                items.push(vec![Block { anchor: None, span, kind: BlockKind::Paragraph(line) }]);
            }
            out.push(Block {
                anchor: None,
                span,
                kind: BlockKind::List { start: None, tight: true, segni: vec![], items },
            });
        }
    }

    /// The name of the body and that of the practice, as in `Comune di Monza, Neoassunti`. The practice is a link where its
    /// card is printed.
    fn pratica_di(&mut self, n: Pos<SchedaScambio>, span: Span) -> Words {
        let scheda = self.scheda(n);
        let body = self.ospite(scheda);
        let mut line = self.say(&format!("{body}, "), span);
        line.extend(self.listed(n, &straight(&scheda.breve().value), span));
        line
    }

    fn tabella_date(
        &mut self,
        vista: &'a Vista,
        dated: &[(Giorni, Pos<SchedaScambio>, &'a Disponibilita)],
        anchor: Option<Id>,
        out: &mut Vec<Block>,
    ) {
        let span = vista.span;
        let headers = [
            ("Dal", Profile::Data),
            ("Al", Profile::Data),
            ("Ente", Profile::Testo),
            ("Scambio", Profile::Testo),
            ("Stato della data", Profile::Testo),
        ];
        let columns = self.columns(&headers, span);
        let mut rows = Vec::with_capacity(dated.len());
        for ((da, a), n, d) in dated {
            let scheda = self.scheda(*n);
            let body = self.ospite(scheda);
            let state = d.stato().label();
            let note = straight(&d.note());
            let state = match note.as_str() {
                "" => Cell::new(self.say(state, span), state),
                note => Cell::new(self.say(&format!("{state} ({note})"), span), state).and("nota", note),
            };
            let cells: [Cell; 5] = [
                Cell::new(self.say(&da.to_string(), span), *da),
                // The end of a single day would say it again on nearly every row.
                Cell::new(self.say(&if a == da { "–".to_owned() } else { a.to_string() }, span), *a),
                self.say(&body, span).into(),
                self.listed(*n, &straight(&scheda.breve().value), span).into(),
                state,
            ];
            rows.push(Row::new(cells, span));
        }
        let caption = self.say("Le date degli scambi, in ordine di giorno", span);
        let number = self.table_number(true, anchor.as_ref());
        // No cell can be the header of its row, because several exchanges may have the same day.
        let table = Table { number, caption: Some(caption), columns, rows, row_headers: false, registro: None };
        out.push(Block { anchor, span, kind: BlockKind::Table(table) });
    }

    /// The months from the first to the last day, each with the rows that have days in it.
    fn mesi(&self, rows: &[(Pos<SchedaScambio>, Sure, Vec<Giorni>)]) -> Vec<Month> {
        let key = |day: Giorno| i32::from(day.anno()) * 12 + i32::from(day.mese()) - 1;
        let all = || rows.iter().flat_map(|(_, _, days)| days);
        let (Some(first), Some(last)) = (all().map(|d| key(d.0)).min(), all().map(|d| key(d.1)).max()) else {
            return vec![];
        };
        let mut months = Vec::new();
        // The limit is for a wrong year in the data, which could ask for ten thousand rows.
        for at in (first..=last).take(1200) {
            let (Ok(anno), Ok(mese)) = (i16::try_from(at / 12), i8::try_from(at % 12 + 1)) else { continue };
            let inside: Vec<CalendarRow> = rows
                .iter()
                .filter_map(|(n, sure, days)| {
                    let mut days: Vec<Giorni> =
                        days.iter().copied().filter(|d| key(d.0) <= at && at <= key(d.1)).collect();
                    days.sort();
                    days.dedup();
                    let label = self.in_breve(self.scheda(*n));
                    (!days.is_empty()).then_some(CalendarRow { label, sure: *sure, days })
                })
                .collect();
            months.push(Month { anno, mese, rows: inside });
        }
        if months.len() > FITTI {
            months.retain(|month| !month.rows.is_empty());
        }
        for month in &mut months {
            month.rows.sort_by_key(|row| (row.days.first().copied(), row.sure));
        }
        months
    }

    /// A short name, as in `Monza: Neoassunti`: it shares its line with thirty columns of days.
    fn in_breve(&self, scheda: &SchedaScambio) -> String {
        let body = self.ospiti(scheda, Ente::breve);
        format!("{body}: {}", straight(&scheda.breve().value))
    }

    /// The events of the calendar file (`.ics`): the days of every card, whichever view shows them.
    pub(in crate::lower) fn eventi(&self) -> Vec<Evento> {
        let anno = self.set.anno();
        let publisher = Id::slug(&self.set.ente.nome.value);
        let mut out: Vec<Evento> = Vec::new();
        for (pos, scheda) in self.piano.elementi.each::<SchedaScambio>() {
            let (scheda, Some(id)) = (&scheda.value, self.index.id(pos)) else { continue };
            let body = self.ospite(scheda);
            for (ordinal, (d, (da, a))) in (1..).zip(scheda.giorni(anno)) {
                let d = &d.value;
                let mut words = vec![straight(&scheda.titolo.value), format!("Data {}", d.stato().label())];
                words.extend(Some(straight(&d.note())).filter(|note| !note.is_empty()));
                let capacity: Vec<String> = scheda.capienza.0.iter().map(|c| straight(&c.value.parola)).collect();
                words.extend((!capacity.is_empty()).then(|| format!("Partecipanti: {}", capacity.join("; "))));
                out.push(Evento {
                    // The identifier has the place of the date in the card and not the days, so that a date that moves
                    // stays the same event.
                    uid: format!("{id}-{anno}-{ordinal}@{publisher}.piao"),
                    scheda: id.clone(),
                    titolo: self.in_breve(scheda),
                    testo: words.join("\n"),
                    luogo: body.clone(),
                    da,
                    a,
                    certo: d.stato() == StatoData::Fissata,
                });
            }
        }
        out
    }
}

fn sure(stato: StatoData) -> Sure {
    match stato {
        StatoData::Fissata => Sure::Fixed,
        StatoData::AlternativaDaConfermare => Sure::Tentative,
        StatoData::DaFissare => Sure::Open,
    }
}
